import { toDurationText } from '@/lib/format';
import { useNow } from '@/lib/use-now';

/** How long until a moment; the exact one on hover. */
export function TimeLeft({ until }: { until: string }) {
  const left = Date.parse(until) - useNow(true);
  return (
    <time dateTime={until} title={until} className="rounded bg-warn-soft px-1.5 font-medium text-warn tabular-nums">
      {left > 0 ? `${toDurationText(left)} left` : 'time is up'}
    </time>
  );
}
