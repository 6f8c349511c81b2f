import { Wrench } from 'lucide-react';
import { Link } from 'react-router';
import { PicturesOf } from '@/components/artifact-picture';
import { FailureNote } from '@/components/error-note';
import { RichText } from '@/components/rich-text';
import { toApprovalAddress } from '@/lib/approval-address';
import { toClock, toCountText, toNumberText } from '@/lib/format';
import type { PlaygroundRun } from '../api/use-playground';
import { toAnswer } from '../model/answer';
import { findPending, toStanding } from '../model/standing';

/** A question, the tools that were called for it, the answer, and what it took. */
export function PlaygroundExchange({ run, agent }: { run: PlaygroundRun; agent: string }) {
  const { question, view, executionId, asOf, failure } = run;
  const { text, streaming } = toAnswer(view);
  const { usage, error } = view;
  const standing = toStanding(view, text !== '');
  const pending = findPending(view);
  return (
    <div className="space-y-2">
      <p className="prose-plain ml-8 rounded-lg bg-raised px-3 py-2">{question}</p>
      {[...view.toolCalls.values()].map(({ id, tool, state }) => (
        <p key={id} className="flex items-center gap-1.5 text-ink-faint text-xs">
          <Wrench aria-hidden className="size-3.5" />
          <span className="font-mono">{tool}</span> {state}
        </p>
      ))}
      <div>
        <p className="mb-0.5 font-semibold text-2xs text-ink-faint">{agent}</p>
        {text === '' ? (
          standing === null && failure === null && error === null && <p className="animate-breathe text-ink-faint">thinking…</p>
        ) : streaming ? (
          <p className="prose-plain leading-relaxed">{text}</p>
        ) : (
          <PicturesOf value={executionId}>
            <RichText text={text} />
          </PicturesOf>
        )}
        {standing !== null && (
          <p className="text-ink-soft">
            {standing}{' '}
            {pending !== undefined && executionId !== null && (
              <Link to={toApprovalAddress({ ...pending, executionId })} className="rounded text-accent underline underline-offset-2">
                Decide it
              </Link>
            )}
          </p>
        )}
      </div>
      {asOf !== null && <p className="text-warn text-xs">Reconnecting, as of {toClock(asOf)}</p>}
      {failure !== null && <FailureNote title="It could not be asked" error={failure} />}
      {error !== null && <FailureNote title={`It failed: ${error.code}`} error={new Error(error.message)} />}
      <p className="flex flex-wrap gap-x-3 text-ink-faint text-xs tabular-nums">
        {usage !== null && (
          <>
            <span>{toCountText(usage.calls, 'call')}</span>
            <span>
              {toNumberText(usage.inputTokens)} tokens in, {toNumberText(usage.outputTokens)} out
            </span>
            <span>{usage.cost === null ? 'price unknown' : `${usage.cost.amount} ${usage.cost.currency}`}</span>
          </>
        )}
        {executionId !== null && (
          <Link to={`/executions/${encodeURIComponent(executionId)}`} className="text-accent hover:underline">
            Everything it did
          </Link>
        )}
      </p>
    </div>
  );
}
