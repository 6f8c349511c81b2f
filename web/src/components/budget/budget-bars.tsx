import { classes } from '@/lib/classes';
import { type BudgetBar, toBarText } from './to-budget-bars';

const FILLS: Record<BudgetBar['state'], string> = { fine: 'bg-accent', warned: 'bg-warn', spent: 'bg-bad' };
const toPercent = (part: number) => `${(part * 100).toFixed(2)}%`;

interface BudgetBarsProps {
  /** Whose budget it is. */
  label: string;
  bars: readonly BudgetBar[];
}

/** What is spent, what is held for calls in flight, the threshold and the ceiling of each limit. */
export function BudgetBars({ label, bars }: BudgetBarsProps) {
  return (
    <ul aria-label={label} className="grid grid-cols-[repeat(auto-fit,minmax(min(13rem,100%),1fr))] gap-x-6 gap-y-2.5">
      {bars.map((bar) => (
        <li key={bar.limit} className="flex min-w-0 flex-col justify-end text-xs" title={toBarText(bar)}>
          <div className="mb-1 flex flex-wrap items-baseline gap-x-2 tabular-nums">
            <span className="text-ink-faint">{bar.label}</span>
            <span className={classes('font-medium', bar.state === 'warned' && 'text-warn', bar.state === 'spent' && 'text-bad')}>
              {bar.usedText}
            </span>
            {bar.reservedText !== '' && <span className="text-ink-faint">+ {bar.reservedText} reserved</span>}
            <span className="ml-auto text-ink-soft">of {bar.ceilingText}</span>
          </div>
          <Meter bar={bar} />
        </li>
      ))}
    </ul>
  );
}

function Meter({ bar }: { bar: BudgetBar }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: the browser's own shows one part, and no threshold
    <div
      role="meter"
      aria-label={bar.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(bar.used * 100)}
      aria-valuetext={toBarText(bar)}
      className="relative flex h-2 overflow-hidden rounded-full bg-raised ring-1 ring-line ring-inset"
    >
      <span className={classes('h-full transition-[width]', FILLS[bar.state])} style={{ width: toPercent(bar.used) }} />
      <span className="budget-reserved h-full transition-[width]" style={{ width: toPercent(bar.reserved) }} />
      {bar.warnAt !== null && <span className="absolute inset-y-0 w-0.5 bg-ink" style={{ left: toPercent(bar.warnAt) }} />}
    </div>
  );
}
