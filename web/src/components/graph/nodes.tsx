import { Handle, type NodeProps, Position } from '@xyflow/react';
import { classes } from '@/lib/classes';
import { toCountText } from '@/lib/format';
import { CutText } from '../cut-text';
import { type ShownState, StepIcon } from '../step-icon';
import { toPatternText } from './pattern-text';
import type { BoxNode } from './to-flow';

/** `defined`: a definition's, which stands nowhere. */
const BORDER: Record<ShownState | 'defined', string> = {
  defined: 'border-line-strong',
  planned: 'border-line-strong border-dashed',
  skipped: 'border-line border-dashed opacity-60',
  running: 'border-accent shadow-[0_0_0_1px_var(--accent)]',
  completed: 'border-good/60',
  failed: 'border-bad',
  cancelled: 'border-line-strong',
};

function Handles() {
  return (
    <>
      <Handle type="target" position={Position.Top} id="top" />
      <Handle type="target" position={Position.Left} id="left" />
      <Handle type="source" position={Position.Bottom} id="bottom" />
      <Handle type="source" position={Position.Right} id="right" />
    </>
  );
}

/** A step's name with its state, if it has one. */
function Title({ data: { box, state } }: Pick<BoxNode, 'data'>) {
  return (
    <span className="flex items-center gap-2">
      {state !== undefined && <StepIcon state={state.shown} />}
      {state?.title ?? <CutText className="font-medium">{box.step.name ?? box.step.id}</CutText>}
    </span>
  );
}

/** What stands under a title begins where the title's text does. */
function inset(state: BoxNode['data']['state']): string | false {
  return state !== undefined && 'pl-6';
}

function Caption({ text }: { text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <span title={text} className="absolute inset-x-0 -top-4 truncate text-center font-mono text-2xs text-ink-soft">
      {text}
    </span>
  );
}

/** A step that does something itself. */
function LeafNode({ data }: NodeProps<BoxNode>) {
  const { box, state, what } = data;
  return (
    <div className={classes('h-full rounded-lg border bg-surface px-3 py-2 text-[0.8125rem]', BORDER[state?.shown ?? 'defined'])}>
      <Handles />
      <Caption text={box.caption} />
      <Title data={data} />
      <span className={classes('flex text-xs', inset(state), state?.activity === undefined ? 'text-ink-faint' : 'text-accent')}>
        <CutText>{state?.activity ?? what}</CutText>
        {state !== undefined && state.begun > 1 && <span className="shrink-0 whitespace-pre"> · {state.begun}×</span>}
      </span>
    </div>
  );
}

/** What a pattern says under its title. */
function Pattern({ data }: Pick<BoxNode, 'data'>) {
  const { box, state } = data;
  return (
    <>
      <Handles />
      <Caption text={box.caption} />
      <Title data={data} />
      <span className={classes('flex text-ink-faint text-xs', inset(state))}>
        <span className="shrink-0 whitespace-pre">
          <span className="font-medium">{box.step.type}</span> ·{' '}
        </span>
        <CutText>{toPatternText(box.step, state)}</CutText>
      </span>
    </>
  );
}

const PATTERN = 'relative h-full rounded-xl border bg-raised/40 px-3 py-2 text-[0.8125rem]';

/** A step that holds others. */
function PatternNode({ data }: NodeProps<BoxNode>) {
  return (
    <div className={classes(PATTERN, BORDER[data.state?.shown ?? 'defined'])}>
      <Pattern data={data} />
    </div>
  );
}

/** A chat: the table that its speakers sit around. */
function ChatNode({ data }: NodeProps<BoxNode>) {
  return (
    <div className={classes(PATTERN, BORDER[data.state?.shown ?? 'defined'])}>
      <Pattern data={data} />
      <div aria-hidden className="absolute inset-x-[22%] top-[34%] bottom-[18%] rounded-[50%] border border-line-strong bg-surface" />
    </div>
  );
}

/** Somebody in a chat or a handoff. */
function ParticipantNode({ data: { box, state, what } }: NodeProps<BoxNode>) {
  const border =
    state === undefined ? BORDER.defined : state.speaking ? BORDER.running : state.said > 0 ? 'border-good/60' : BORDER.planned;
  return (
    <div className={classes('h-full rounded-full border bg-surface px-4 py-1.5 text-center text-[0.8125rem]', border)}>
      <Handles />
      <CutText className="block font-medium">{box.participant ?? ''}</CutText>
      <CutText className={classes('block text-xs', state?.speaking ? 'text-accent' : 'text-ink-faint')}>
        {state === undefined ? what : state.speaking ? 'speaking' : toCountText(state.said, 'message')}
      </CutText>
    </div>
  );
}

export const NODE_TYPES = { leaf: LeafNode, pattern: PatternNode, chat: ChatNode, participant: ParticipantNode };
