import type { Attempt } from '@client';
import { memo } from 'react';
import { CutText } from '@/components/cut-text';
import { Elapsed } from '@/components/elapsed';
import { Tag } from '@/components/tag';
import { classes } from '@/lib/classes';
import { toNumberText } from '@/lib/format';
import { OUTCOMES } from '../model/attempt-outcomes';
import { type CallAttempts, toCallLabel } from '../model/call-attempts';
import { CallLink } from './call-link';

/** A call and its attempts. */
export const CallAttemptsView = memo(function CallAttemptsView({ call, stepName }: { call: CallAttempts; stepName: string | undefined }) {
  const label = toCallLabel(call.callId);
  return (
    <li className="drawn-in-sight px-4 py-2.5 text-xs [--usual-height:3.5rem]">
      <CallLink callId={call.callId} title={call.callId} className="flex items-baseline gap-1.5 rounded hover:underline">
        <CutText className="font-medium text-[0.8125rem]">{stepName ?? label.step}</CutText>
        <span className="shrink-0 text-ink-faint">{label.call}</span>
      </CallLink>
      <ol className="mt-1 space-y-1">
        {call.attempts.map((attempt) => (
          <AttemptLine key={attempt.attempt} attempt={attempt} />
        ))}
      </ol>
    </li>
  );
});

/** One attempt in a line, its reason under it. */
function AttemptLine({ attempt: one }: { attempt: Attempt }) {
  const { label, className } = OUTCOMES[one.status];
  const tokens = one.inputTokens + one.outputTokens;
  return (
    <li className="text-ink-soft">
      <span className="flex items-center gap-2">
        <span className="w-4 shrink-0 text-ink-faint tabular-nums">{one.attempt}</span>
        <span className={classes('font-medium', className)}>{label}</span>
        {one.wasted && (
          <Tag tone="warn" title="Sent, perhaps paid for, and not used">
            wasted
          </Tag>
        )}
        <span className="ml-auto flex shrink-0 gap-2.5 tabular-nums">
          {one.kind === 'model' && tokens > 0 && (
            <span
              title={`${one.inputTokens} in, ${one.outputTokens} out${one.estimated ? ' (our estimate: the provider did not say)' : ''}`}
            >
              {one.estimated ? '≈' : ''}
              {toNumberText(tokens)} tokens
            </span>
          )}
          <span className="text-ink-faint">
            <Elapsed from={one.startedAt} to={one.endedAt} />
          </span>
        </span>
      </span>
      {one.reason !== undefined && one.reason !== one.status && (
        <span className="block pl-6 text-ink-faint [overflow-wrap:anywhere]">{one.reason}</span>
      )}
    </li>
  );
}
