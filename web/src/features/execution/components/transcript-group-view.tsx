import type { ToolCallView, UnheardView } from '@client';
import { type ComponentProps, memo } from 'react';
import { CutText } from '@/components/cut-text';
import { classes } from '@/lib/classes';
import { toInOrder } from '../model/in-order';
import { isSameGroup, isSameList, type TranscriptGroup, toStepAnchor } from '../model/transcript-groups';
import { ForkHere } from './fork-here';
import { MessageView } from './message-view';
import { ApprovalInPlace } from './steering/approval-in-place';
import { EventInPlace } from './steering/event-in-place';
import { Unheard } from './steering/unheard';
import { StreamingView } from './streaming-view';
import { ToolCall } from './tool-call';

interface TranscriptGroupViewProps {
  /** The step's. */
  name: string;
  group: TranscriptGroup;
  executionId: string;
  toolCalls: ReadonlyMap<string, ToolCallView>;
  /** What people said here that is not in the transcript yet, and what never will be. */
  sent: ComponentProps<typeof Unheard>['sent'];
  late: readonly UnheardView[];
}

/** Of more entries than these, each is left out by itself while it is out of sight; of fewer, their group is. */
const FEW = 8;

/** What one step said, and what it waits for. */
export const TranscriptGroupView = memo(function TranscriptGroupView(props: TranscriptGroupViewProps) {
  const { name, group, executionId, toolCalls, sent, late } = props;
  const { stepPath, entries, streaming, approvals, wait } = group;
  return (
    <section
      aria-label={`Step ${stepPath}`}
      id={toStepAnchor(stepPath)}
      className={classes('drawn-in-sight scroll-mt-4', entries.length <= FEW && '[&_.drawn-in-sight]:[content-visibility:visible]')}
    >
      <h3 title={stepPath} className="mb-3 flex items-center gap-3 text-ink-faint text-xs">
        <CutText className="font-medium">{name}</CutText>
        <span aria-hidden className="h-px min-w-3 flex-1 bg-line" />
        <ForkHere stepPath={stepPath} />
      </h3>
      <div className="space-y-5">
        {toInOrder(entries, approvals).map((entry) =>
          entry.type === 'approval' ? (
            <ApprovalInPlace key={entry.id} approval={entry.approval} />
          ) : entry.type === 'tool' ? (
            <ToolCall key={entry.id} call={toolCalls.get(entry.id)} />
          ) : (
            <MessageView key={entry.message.callId ?? entry.id} entry={entry} executionId={executionId} toolCalls={toolCalls} />
          ),
        )}
        {streaming.map((call) => (
          <StreamingView key={call.callId} call={call} />
        ))}
        <Unheard sent={sent} late={late} />
        {approvals
          .filter(({ state }) => state === 'pending')
          .map((approval) => (
            <ApprovalInPlace key={approval.id} approval={approval} />
          ))}
        {wait?.waits?.event !== undefined && (
          <EventInPlace executionId={executionId} name={wait.waits.event} stepPath={stepPath} until={wait.waits.until ?? null} />
        )}
      </div>
    </section>
  );
}, isSame);

function isSame(before: TranscriptGroupViewProps, after: TranscriptGroupViewProps): boolean {
  return (
    before.name === after.name &&
    before.executionId === after.executionId &&
    isSameList(before.sent, after.sent) &&
    isSameList(before.late, after.late) &&
    isSameGroup([before.group, before.toolCalls], [after.group, after.toolCalls])
  );
}
