import { changes, lines, refuses } from './operations.ts';

changes(
  'a property without a modifier',
  ['set-access', 'a', 'private'],
  'class A {\n  a = 1;\n}\n',
  'class A {\n  private a = 1;\n}\n',
);
changes(
  'before all other modifiers',
  ['set-access', 'load', 'protected'],
  'class A {\n  static override async load() {}\n}\n',
  'class A {\n  protected static override async load() {}\n}\n',
);
changes(
  'after decorators and documentation',
  ['set-access', 'a', 'private'],
  lines('class A {', '  /** The a. */', '  @Input() @Once()', '  readonly a = 1; // a', '}', ''),
  lines(
    'class A {',
    '  /** The a. */',
    '  @Input() @Once()',
    '  private readonly a = 1; // a',
    '}',
    '',
  ),
);
changes(
  'after a decorator where no other modifier is',
  ['set-access', 'a', 'private'],
  'class A {\n  /** The a. */\n  @Input()\n  a = 1;\n}\n',
  'class A {\n  /** The a. */\n  @Input()\n  private a = 1;\n}\n',
);
changes(
  'a generator',
  ['set-access', 'items', 'private'],
  'class A { *items() {} }\n',
  'class A { private *items() {} }\n',
);
changes(
  'in place of another one',
  ['set-access', 'a', 'public'],
  'const A = class {\n  private static a = 1;\n};\n',
  'const A = class {\n  public static a = 1;\n};\n',
);
changes(
  'a parameter property',
  ['set-access', 'url', 'private'],
  'class A {\n  constructor(readonly url: string, protected b: 1) {}\n}\n',
  'class A {\n  constructor(private readonly url: string, protected b: 1) {}\n}\n',
);
changes(
  'a getter and its setter',
  ['set-access', 'a', 'protected'],
  'class A {\n  get a() { return 1; }\n  private set a(value) {}\n}\n',
  'class A {\n  protected get a() { return 1; }\n  protected set a(value) {}\n}\n',
);
changes(
  'all overloads',
  ['set-access', 'f', 'private'],
  'class A {\n  f(a: 1): 1;\n  f(a: 2): 2;\n  f(a: any): any {}\n}\n',
  'class A {\n  private f(a: 1): 1;\n  private f(a: 2): 2;\n  private f(a: any): any {}\n}\n',
);
changes(
  'a constructor',
  ['set-access', 'constructor', 'private'],
  'class A { constructor() {} }\n',
  'class A { private constructor() {} }\n',
);
changes(
  'the one on the given line',
  ['set-access', 'a', 'private', 1],
  'class A { a = 1; }\nclass B { a = 1; }\n',
  'class A { a = 1; }\nclass B { private a = 1; }\n',
);
changes(
  'the one that is not so yet',
  ['set-access', 'a', 'private'],
  'class A { private a = 1; }\nclass B { a = 1; }\n',
  'class A { private a = 1; }\nclass B { private a = 1; }\n',
);
refuses(
  'the same modifier',
  ['set-access', 'a', 'private'],
  'class A { private a = 1; }\n',
  'already-done',
  /`a` is already private/,
);
refuses(
  'public where no modifier is',
  ['set-access', 'a', 'public'],
  'class A { a = 1; }\n',
  'already-done',
  /`a` is already public/,
);
refuses(
  'a private name',
  ['set-access', '#a', 'public'],
  'class A { #a = 1; }\n',
  'not-applicable',
  /private by its name/,
);
refuses(
  'an abstract member',
  ['set-access', 'a', 'private'],
  'abstract class A { abstract a(): void; }\n',
  'not-applicable',
  /is abstract/,
);
refuses(
  'a member of an interface',
  ['set-access', 'a', 'private'],
  'interface A {\n  a: 1;\n}\n',
  'not-applicable',
  /`a` \(line 2\) is not a member of a class/,
);
refuses(
  'a plain parameter',
  ['set-access', 'a', 'private'],
  'class A { constructor(a: 1) {} }\n',
  'not-applicable',
  /not a member of a class/,
);
refuses(
  'JavaScript',
  ['set-access', 'a', 'private'],
  'class A { a = 1; }\n',
  'not-applicable',
  /JavaScript, which has no private/,
  'a.js',
);
refuses(
  'another word',
  ['set-access', 'a', 'readonly'],
  'class A { a = 1; }\n',
  'not-applicable',
  /takes one of private, protected, public as access/,
);
refuses(
  'nothing of that name',
  ['set-access', 'cout', 'private'],
  'class A { count = 1; }\n',
  'not-found',
  /no member of a class named `cout`.*`count`/,
);
refuses(
  'two classes',
  ['set-access', 'a', 'private'],
  'class A { a = 1; }\nclass B { a = 1; }\n',
  'ambiguous',
  /2 classes have a member named `a`: on lines 1 and 2/,
);
refuses(
  'another line',
  ['set-access', 'a', 'private', 1],
  'class A { a = 1; }\n\n',
  'not-found',
  /not declared on line 2, but on line 1/,
);
