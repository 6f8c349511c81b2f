import { toDurationText } from '@/lib/format';
import { useNow } from '@/lib/use-now';

/** The time between two moments, ticking while the second has not come. */
export function Elapsed({ from, to }: { from: string; to: string | null }) {
  const now = useNow(to === null);
  const end = to === null ? now : Date.parse(to);
  return <span className="tabular-nums">{toDurationText(end - Date.parse(from))}</span>;
}
