import type { Approval } from '@client';
import { useState } from 'react';
import { Button } from '@/components/button';
import { ErrorNote, FailureNote } from '@/components/error-note';
import { INPUT } from '@/components/field';
import { toCountText } from '@/lib/format';
import { useDecideSeveral } from '../api/use-decide-several';

/** One decision for all that are chosen, with their arguments as they are. */
export function DecideSeveral({ chosen, onDone }: { chosen: readonly Approval[]; onDone: () => void }) {
  const decide = useDecideSeveral();
  const [comment, setComment] = useState('');
  const send = (decision: 'approve' | 'reject') =>
    decide.mutate({ approvals: chosen, decision, comment }, { onSuccess: ({ failures }) => failures.length === 0 && onDone() });
  return (
    <section aria-label="With those chosen" className="mb-3 rounded-lg border border-line bg-raised px-4 py-2">
      <div className="flex flex-wrap items-center gap-2">
        <p role="status" className="mr-auto text-[0.8125rem]">
          {decide.isPending ? 'Working…' : `${toCountText(chosen.length, 'request')} chosen`}
        </p>
        <input
          aria-label="Comment on all of them"
          placeholder="Comment (optional)"
          value={comment}
          onChange={({ target }) => setComment(target.value)}
          className={`${INPUT} max-w-72`}
        />
        <Button variant="primary" disabled={decide.isPending} onClick={() => send('approve')}>
          Approve {chosen.length}
        </Button>
        <Button variant="danger" disabled={decide.isPending} onClick={() => send('reject')}>
          Reject {chosen.length}
        </Button>
      </div>
      {decide.error !== null && <FailureNote title="They were not decided" error={decide.error} />}
      {decide.data !== undefined && decide.data.failures.length > 0 && (
        <ErrorNote title={`${toCountText(decide.data.failures.length, 'request')} could not be decided`}>
          {decide.data.failures.map(({ name, message }) => `${name}: ${message}`).join('\n')}
        </ErrorNote>
      )}
    </section>
  );
}
