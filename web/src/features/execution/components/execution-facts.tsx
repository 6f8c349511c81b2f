import type { Execution, Usage } from '@client';
import type { ReactNode } from 'react';
import { Elapsed } from '@/components/elapsed';
import { Timestamp } from '@/components/timestamp';
import { classes } from '@/lib/classes';
import { toNumberText } from '@/lib/format';

/** When, how long, and what it cost so far. */
export function ExecutionFacts({ execution, usage }: { execution: Execution; usage: Usage }) {
  const { startedAt, endedAt } = execution;
  return (
    <dl className="mt-3 flex flex-wrap gap-x-7 gap-y-2">
      <Fact label={endedAt === null ? 'Running for' : 'Took'}>
        <Elapsed from={startedAt} to={endedAt} />
      </Fact>
      <Fact label="Started">
        <Timestamp time={startedAt} />
      </Fact>
      <Fact label="Model calls">{toNumberText(usage.calls)}</Fact>
      <Fact
        label="Wasted calls"
        hint="Sent to the model, perhaps paid for, and not used: what crashes and retries cost"
        warn={usage.wastedCalls > 0}
      >
        {toNumberText(usage.wastedCalls)}
      </Fact>
      <Fact label="Tokens in · out">
        {toNumberText(usage.inputTokens)} <span className="text-ink-faint">·</span> {toNumberText(usage.outputTokens)}
      </Fact>
      <Fact label="Cost" hint={usage.cost === null ? 'The price of this model is not known' : undefined}>
        {usage.cost === null ? '–' : `${usage.cost.amount} ${usage.cost.currency}`}
      </Fact>
    </dl>
  );
}

function Fact({ label, hint, warn = false, children }: { label: string; hint?: string; warn?: boolean; children: ReactNode }) {
  return (
    <div title={hint}>
      <dt className="text-2xs text-ink-faint">{label}</dt>
      <dd className={classes('font-medium tabular-nums', warn && 'text-warn')}>{children}</dd>
    </div>
  );
}
