import type { Checkpoint } from '@client';
import { Timestamp } from '@/components/timestamp';
import { toNumberText } from '@/lib/format';

/** What had been used by then. */
export function MomentUsage({ checkpoint: { at, usage } }: { checkpoint: Checkpoint }) {
  const facts = [
    ['Model calls', toNumberText(usage.calls)],
    ['Wasted calls', toNumberText(usage.wastedCalls)],
    ['Tokens in · out', `${toNumberText(usage.inputTokens)} · ${toNumberText(usage.outputTokens)}`],
    ['Cost', usage.cost === null ? '–' : `${usage.cost.amount} ${usage.cost.currency}`],
  ] as const;
  return (
    <dl aria-label="What had been used by then" className="mb-3 flex flex-wrap gap-x-6 gap-y-2 text-[0.8125rem]">
      <div>
        <dt className="text-2xs text-ink-faint">As of</dt>
        <dd>
          <Timestamp time={at} />
        </dd>
      </div>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt className="text-2xs text-ink-faint">{label}</dt>
          <dd className="tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
