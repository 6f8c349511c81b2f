import { type Attempt, toStepPath } from '@client';
import { useMemo } from 'react';
import { Button } from '@/components/button';
import { FailureNote } from '@/components/error-note';
import { Panel } from '@/components/panel';
import { Tag } from '@/components/tag';
import { toCountText } from '@/lib/format';
import { toCallAttempts } from '../model/call-attempts';
import { CallAttemptsView } from './call-attempts-view';

interface AttemptsPanelProps {
  attempts: readonly Attempt[];
  stepNames: ReadonlyMap<string, string>;
  failure: Error | null;
  /** Null: all are shown. */
  onLoadMore: (() => void) | null;
}

/** Every try of every call: what was sent, what came of it, and what was paid for nothing. */
export function AttemptsPanel({ attempts, stepNames, failure, onLoadMore }: AttemptsPanelProps) {
  const calls = useMemo(() => toCallAttempts(attempts), [attempts]);
  const wasted = attempts.filter((attempt) => attempt.wasted).length;
  return (
    <Panel
      title="Calls and attempts"
      aside={
        wasted > 0 ? (
          <Tag tone="warn">{wasted} wasted</Tag>
        ) : (
          <span className="text-ink-faint text-xs">{toCountText(calls.length, 'call')}</span>
        )
      }
      bodyClassName=""
    >
      {failure !== null && calls.length === 0 && (
        <div className="p-3">
          <FailureNote title="The attempts could not be read" error={failure} />
        </div>
      )}
      {calls.length === 0 && failure === null && <p className="px-4 py-3 text-ink-faint">No call has been made yet.</p>}
      <ul className="divide-y divide-line">
        {calls.map((call) => (
          <CallAttemptsView key={call.callId} call={call} stepName={stepNames.get(toStepPath(call.callId))} />
        ))}
      </ul>
      {onLoadMore !== null && (
        <div className="border-line border-t p-3">
          <Button className="w-full" onClick={onLoadMore}>
            Load more
          </Button>
        </div>
      )}
    </Panel>
  );
}
