import { type Execution, type ExecutionView, hasEnded } from '@client';
import { useSaid } from '../../api/use-say';
import { toUnheard } from '../../model/unheard';
import { Outcome } from '../outcome';
import { PendingApproval } from '../steering/approval-in-place';
import { EventInPlace } from '../steering/event-in-place';
import { Unheard } from '../steering/unheard';
import { StreamingView } from '../streaming-view';

/** The end of a long execution's transcript: what is being said, what it waits for, how it ended. */
export function LongTail({ execution, view }: { execution: Execution; view: ExecutionView }) {
  const ended = hasEnded(view.status);
  const pending = [...view.approvals.values()].filter(({ state }) => state === 'pending');
  const sent = toUnheard(useSaid(execution.id), view);
  const waiting = [...view.steps.values()].filter(({ state }) => state === 'running');
  return (
    <div className="space-y-5 pb-5">
      {[...view.streaming.values()].map((call) => (
        <StreamingView key={call.callId} call={call} />
      ))}
      <Unheard sent={sent} late={view.unheard} />
      {pending.map(({ id }) => (
        <PendingApproval key={id} id={id} />
      ))}
      {waiting.map(
        ({ path, waits }) =>
          waits?.event !== undefined && (
            <EventInPlace key={path} executionId={execution.id} name={waits.event} stepPath={path} until={waits.until ?? null} />
          ),
      )}
      {ended && <Outcome execution={execution} view={view} />}
    </div>
  );
}
