/**
 * Tells the words of an instruction that are about the plan ("an extra item", "goes right after", "please") from those
 * that a step is made of. Pure.
 */

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** What people call a step. */
export const STEP_NOUN = 'steps?|items?|tasks?|points?|todos?|entry|box|checkbox|bullet|line|one';
const NOUN = `(?:${STEP_NOUN}|entries|boxes|checkboxes|bullets|lines|pieces?|parts?|halves|half|stages?)`;

/** How a text about the plan begins. No step begins so. */
const LEADING = new RegExp(
  `^(?:[-–→=>:]|\\d[.)]\\s|(?:(?:a|an|one|the|another|extra|new|more|further|fresh|additional|separate|two|three|own|its|this|that|to-do|in|into|as|following|other|which|straight|first|second)\\s+)*${NOUN}\\b(?!-)(?!\\s+\\d)|(?:we|i|you|it|its|it's|that|that's|this|these|those|they|which|there|there's|needs?|needed|please|pls|goes|going|called|namely|saying|instead|also|then|and|or|but|so|plus|first|next|finally|one is|the other|tick off|have it|make it|make that|put it|put that|should|must|has|have|is|are|was|be|being|to|of|in|into|by|with|as|before|after|behind|ahead|above|below|under|following|right|directly|immediately|straight|just|directly|vice versa|badly|poorly|wrong|wrongly|exactly|better|so|too|at the|of all|the (?:end|top|bottom|beginning|start|plan|list|very|next|last|first)|no longer|not|yet|here)\\b)`,
  'i',
);
/** Words with which no step ends. */
const TRAILING =
  /(?:^|\s)(?:and|then|plus|followed|to|the|a|an|of|by|with|in|into|as|for|or|first half|please|pls|individually|separately|instead|also|right|just|directly|immediately|goes|comes|should|must|is|are|after|before|under|below|above|behind|at|from|than|last|step|item|point|number)$/i;
/** Words after which an instruction speaks of the plan again. */
export const TAIL =
  /[\s,;.–—(-]+(?:please|pls|thanks|thank you|individually|separately|(?:and )?(?:put|place|slot|tack|write|list|insert|stick|squeeze|include|add|note|make|move|give|file|drop) (?:it|that|this|those|these|them)\b|(?:which|that|it) (?:is|isn't|was)(?: not|n't)? (?:missing|on the list|in the plan|there|listed)|(?:that|it)[’']?s (?:not|missing)|(?:it|that|this|which)? ?(?:goes|comes|belongs|should (?:go|come|stand|be)|must (?:go|come|stand|be)) (?:right|directly|immediately|just|straight|after|before|behind|in front|ahead|at|to|on|under|below|above|between|there)|position(?::|ed)|(?:each|both) (?:with|as|on)\b|in (?:its|that|their) (?:place|own|stead)|in the gap|(?:squeezed|wedged|slotted|slipped|inserted) in\b|on the list yet|instead|(?:right |directly |immediately |just |straight )?(?:after|before|behind|below|above|underneath|ahead of|preceding|following) (?:it|that|this|that one|this one)(?=$|[\s.,;!?])|(?:in )?(?:right |directly |immediately |just |straight )?(?:after|behind|before|pre|post|under|below|above|over|beneath|underneath|ahead of|in front of|prior to|past) (?:(?:the|our|step|item|task|point|number|no\.?) )*#?\d+(?:st|nd|rd|th)?(?: (?:step|item|task|point|one))?[.!?]?$|(?:not on|not in|missing from) (?:the|our|my) (?:plan|list)|new (?:text|wording))/i;

const DIRECTIVES =
  /\b(?:before|after|behind|ahead|front|above|below|under|underneath|beneath|over|following|precedes?|preceding|prior|pre|post|next|top|bottom|end|ending|start|beginning|last|first|final|plan|list|checklist|steps?|items?|tasks?|points?|entry|todos?|box|checkbox|line|number|please|pls|instead|too|also|there|here|right|directly|immediately|straight|it|individually|separately|between|thanks|goes|position|everything|else|rest|spot|place)\b/i;

const TALK: ReadonlySet<string> = new Set(
  (
    'the and for with from into that this these those step steps item items task tasks plan list todo todos point points ' +
    'line lines box boxes checkbox entry before after behind ahead front above below under beneath over following next ' +
    'done not open closed finished ready complete completed mark check checked uncheck tick untick please pls one two all now ' +
    'should would could can may must need needs have has had its our their your his her last first second third end top ' +
    'bottom start right directly immediately straight just then also too instead place spot position move put swap ' +
    'merge split join remove delete drop was were are will shall his who what which when where there here been back again ' +
    'very only both each checklist to of in at on is it we an as by or be do so up my no me us if am go he she off out other another extra new more final late early soon else everything rest add say says text insert reword rename replace wording'
  ).split(' '),
);

/** Whether `text` begins as what is said of the plan. */
export function beginsWithTalk(text: string): boolean {
  return LEADING.test(text);
}

/** Whether `text` breaks off, or ends as what is said of the plan. */
export function endsWithTalk(text: string): boolean {
  return TRAILING.test(text);
}

/** The words of `text` that say what is to be done, not what to do with the plan. */
export function contentWords(text: string): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}][\p{L}\p{N}'’-]+/gu) ?? [];
  return words.filter((word) => !TALK.has(word));
}

/** Whether what follows `end` is about the plan: it says where, or speaks of steps that are `told`. */
export function isDirective(instruction: string, end: number, told: readonly Stretch[]): boolean {
  const rest = [...instruction.slice(end)];
  const isTold = told.some(({ start }) => start >= end);
  for (const { start, end: stop } of told)
    if (start >= end) rest.fill(' ', start - end, stop - end);
  const plain = rest.join('');
  return (isTold || DIRECTIVES.test(plain)) && contentWords(plain).length <= 1;
}
