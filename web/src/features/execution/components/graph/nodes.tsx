import { Handle, type NodeProps, Position } from '@xyflow/react';
import { classes } from '@/lib/classes';
import { toCountText } from '@/lib/format';
import { toPatternText } from '../../model/graph/state-text';
import { type ShownState, StepIcon } from '../step-icon';
import { StepLink } from '../step-link';
import type { BoxNode } from './to-flow';

const BORDER: Record<ShownState, string> = {
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

/** A step's name; it leads to what the step said, once it has begun. */
function Title({ data }: Pick<BoxNode, 'data'>) {
  const { box, path, state } = data;
  const name = box.step.name ?? box.step.id;
  return (
    <span className="flex items-center gap-2">
      <StepIcon state={state} />
      {path === null ? (
        <span className="truncate font-medium">{name}</span>
      ) : (
        <StepLink path={path} className="nodrag truncate rounded font-medium hover:underline">
          {name}
        </StepLink>
      )}
    </span>
  );
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
  const { box, state, counts, activity } = data;
  const { step } = box;
  const what = step.type === 'agent' ? step.agent : step.type === 'tool' ? step.tool : step.type;
  return (
    <div className={classes('h-full rounded-lg border bg-surface px-3 py-2 text-[0.8125rem]', BORDER[state])}>
      <Handles />
      <Caption text={box.caption} />
      <Title data={data} />
      <span className={classes('block truncate pl-6 text-xs', activity === undefined ? 'text-ink-faint' : 'text-accent')}>
        {activity ?? what}
        {counts !== undefined && counts.begun > 1 && ` · ${counts.begun}×`}
      </span>
    </div>
  );
}

/** A step that holds others. */
function PatternNode({ data }: NodeProps<BoxNode>) {
  const { box, state, innerCounts } = data;
  return (
    <div className={classes('h-full rounded-xl border bg-raised/40 px-3 py-2 text-[0.8125rem]', BORDER[state])}>
      <Handles />
      <Caption text={box.caption} />
      <Title data={data} />
      <span className="block truncate pl-6 text-ink-faint text-xs">
        <span className="font-medium">{box.step.type}</span> · {toPatternText(box.step, innerCounts)}
      </span>
    </div>
  );
}

/** A chat: the table that its speakers sit around. */
function ChatNode({ data }: NodeProps<BoxNode>) {
  const { box, state } = data;
  return (
    <div className={classes('relative h-full rounded-xl border bg-raised/40 px-3 py-2 text-[0.8125rem]', BORDER[state])}>
      <Handles />
      <Caption text={box.caption} />
      <Title data={data} />
      <span className="block truncate pl-6 text-ink-faint text-xs">
        <span className="font-medium">{box.step.type}</span> · {toPatternText(box.step, undefined)}
      </span>
      <div aria-hidden className="absolute inset-x-[22%] top-[34%] bottom-[18%] rounded-[50%] border border-line-strong bg-surface" />
    </div>
  );
}

/** Somebody in a chat or a handoff. */
function ParticipantNode({ data }: NodeProps<BoxNode>) {
  const { box, said, speaking } = data;
  return (
    <div
      className={classes(
        'h-full rounded-full border bg-surface px-4 py-1.5 text-center text-[0.8125rem]',
        speaking ? BORDER.running : said > 0 ? 'border-good/60' : 'border-line-strong border-dashed',
      )}
    >
      <Handles />
      <span className="block truncate font-medium">{box.participant}</span>
      <span className={classes('block text-xs', speaking ? 'text-accent' : 'text-ink-faint')}>
        {speaking ? 'speaking' : toCountText(said, 'message')}
      </span>
    </div>
  );
}

export const NODE_TYPES = { leaf: LeafNode, pattern: PatternNode, chat: ChatNode, participant: ParticipantNode };
