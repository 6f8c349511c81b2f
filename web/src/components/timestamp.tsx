import { toLocalTime } from '@/lib/format';

/** A moment in local time; the exact one on hover. */
export function Timestamp({ time, className }: { time: string; className?: string }) {
  return (
    <time dateTime={time} title={time} className={className}>
      {toLocalTime(time, Date.now())}
    </time>
  );
}
