import { toDurationText } from '@/lib/format';

/** Moments of a timeline, in ms after its beginning, above its rows; they stay in sight. */
export function TimeScale({ ticks, length }: { ticks: readonly number[]; length: number }) {
  return (
    <div aria-hidden className="sticky top-0 z-10 flex h-8 bg-canvas text-2xs text-ink-faint">
      <span className="w-44 shrink-0" />
      <div className="relative flex-1">
        {ticks.map((tick) => (
          <span
            key={tick}
            className="absolute bottom-1 border-line border-l pl-1 tabular-nums"
            style={{ left: `${(tick / length) * 100}%` }}
          >
            {toDurationText(tick)}
          </span>
        ))}
      </div>
    </div>
  );
}
