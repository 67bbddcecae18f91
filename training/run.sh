#!/usr/bin/env bash
# From package names to a released model, one step after the other. training/README.md explains each.
#
#     training/run.sh [--tiny] [--minutes N] [--resume] [--out FOLDER]
#
#   --tiny       a model of no use, by the same path, in under three minutes; goes to training/work/tiny
#   --minutes N  time for training itself (75; with --tiny 0.7)
#   --resume     go on from the last checkpoint
#   --out        where the int8 model goes (model; with --tiny training/work/tiny/model)
#
# A step whose output is there already is skipped: delete the output to run it again. WICK_PYTHON names a Python that has
# requirements.txt installed; without it, one is set up in training/work/venv.
set -euo pipefail
cd "$(dirname "$0")/.."

tiny='' resume='' minutes='' out=''
while (($#)); do
  case $1 in
    --tiny) tiny=--tiny ;;
    --resume) resume=--resume ;;
    --minutes) minutes=${2:?--minutes needs a number}; shift ;;
    --out) out=${2:?--out needs a folder}; shift ;;
    *) sed -n '2,12s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
  shift
done

work=training/work${tiny:+/tiny}
data=$work/data run=$work/run tokenizer=$work/tokenizer.json master=$work/master
minutes=${minutes:-${tiny:+0.7}} minutes=${minutes:-75}
out=${out:-${tiny:+$work/model}} out=${out:-model}
golden=${tiny:+$work/golden} golden=${golden:-packages/engine/test/golden}
mkdir -p "$work"

step() { printf '\n== %s\n' "$*"; }
node() { command node scripts/node24.mjs "$@"; }

python=${WICK_PYTHON:-training/work/venv/bin/python}
if [[ -z ${WICK_PYTHON:-} && ! -f training/work/venv/ready ]]; then
  step 'Python with torch'
  python3 -m venv training/work/venv
  "$python" -m pip install --quiet --requirement training/requirements.txt
  touch training/work/venv/ready
fi

step 'Corpus'
node training/corpus/fetch.ts $tiny

if [[ ! -f $data/stats.json ]]; then
  step 'Instructed edits'
  node training/synthesis/main.ts --out "$data" $tiny
fi
if [[ ! -f $tokenizer ]]; then
  step 'Tokenizer'
  "$python" training/tokenizer.py --data "$data" --out "$tokenizer" $tiny
fi
if [[ ! -f $data/validation.npz ]]; then
  step 'Tokens'
  "$python" training/data.py --data "$data" --tokenizer "$tokenizer"
fi
if [[ ! -f $work/intent.safetensors ]]; then
  step 'Intents'
  node training/synthesis/main.ts --out "$work/intent" --dense --seed 2 --documents 14000 $tiny
  node training/intent/train.ts --data "$work/intent" --out "$work/intent.safetensors" $tiny
fi
if ! tail -n 1 "$run/log.jsonl" 2>/dev/null | grep -q '"done": true'; then
  step "Training, $minutes minutes"
  "$python" training/train.py --data "$data" --run "$run" --minutes "$minutes" $resume $tiny
fi

step 'Export'
"$python" training/export.py --run "$run" --data "$data" --tokenizer "$tokenizer" --intents "$work/intent.safetensors" --master "$master" --out "$out"
step 'Golden values'
"$python" training/goldens.py --model "$out" --master "$master" --out "$golden"
step 'Evaluation'
"$python" training/evaluate.py --data "$data" --model "$out" --master "$master" --out "$work/evaluation.json" ${tiny:+--requests 100}
