import type { Attempt } from '@client';
import type { ReactNode } from 'react';
import { Elapsed } from '@/components/elapsed';
import { Tag } from '@/components/tag';
import { Timestamp } from '@/components/timestamp';
import { classes } from '@/lib/classes';
import { toCostText, toNumberText } from '@/lib/format';
import { OUTCOMES } from '../model/attempt-outcomes';
import { ExchangeView } from './exchange-view';

interface AttemptViewProps {
  executionId: string;
  attempt: Attempt;
  /** It asked another model than the agent's own. */
  fallback: boolean;
}

/** One attempt of a call with all that is known of it. */
export function AttemptView({ executionId, attempt: one, fallback }: AttemptViewProps) {
  const { label, className } = OUTCOMES[one.status];
  const isModel = one.kind === 'model';
  return (
    <li className="rounded-md border border-line">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 border-line border-b px-3 py-1.5">
        <span className="text-ink-faint">Attempt {one.attempt}</span>
        <span className={classes('font-medium', className)}>{label}</span>
        {one.wasted && (
          <Tag tone="warn" title="Sent, perhaps paid for, and not used">
            wasted
          </Tag>
        )}
        {fallback && (
          <Tag tone="warn" title="Asked in place of the agent's own model">
            fallback
          </Tag>
        )}
        <span className="ml-auto text-ink-faint">
          <Elapsed from={one.startedAt} to={one.endedAt} />
        </span>
      </p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 px-3 py-2 tabular-nums">
        {one.reason !== undefined && one.reason !== one.status && <Fact label="Reason">{one.reason}</Fact>}
        <Fact label="Began">
          <Timestamp time={one.startedAt} />
        </Fact>
        {one.endedAt !== null && (
          <Fact label="Ended">
            <Timestamp time={one.endedAt} />
          </Fact>
        )}
        {one.model !== undefined && <Fact label="Model">{one.model}</Fact>}
        {isModel && one.endedAt !== null && <Fact label="Tokens">{toTokensText(one)}</Fact>}
        {isModel && one.endedAt !== null && <Fact label="Cost">{one.cost === undefined ? 'price unknown' : toCostText(one.cost)}</Fact>}
        {one.reserved !== undefined && <Fact label="Headroom">{toHeadroomText(one.reserved)}</Fact>}
      </dl>
      {isModel && <ExchangeView executionId={executionId} attempt={one} />}
    </li>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-faint">{label}</dt>
      <dd className="[overflow-wrap:anywhere]">{children}</dd>
    </>
  );
}

function toTokensText({ inputTokens, outputTokens, estimated }: Attempt): string {
  const text = `${toNumberText(inputTokens)} in, ${toNumberText(outputTokens)} out`;
  return estimated ? `≈ ${text} (our estimate: the provider did not say)` : text;
}

function toHeadroomText({ inputTokens, outputTokens, cost }: NonNullable<Attempt['reserved']>): string {
  const out = outputTokens === null ? 'no output limit' : `${toNumberText(outputTokens)} out`;
  return `at most ${toNumberText(inputTokens)} tokens in, ${out}${cost === undefined ? '' : `, ${toCostText(cost)}`}`;
}
