import type { Approval } from '@client';
import { toDurationText } from '@/lib/format';
import { useNow } from '@/lib/use-now';

const AFTER: Record<NonNullable<Approval['onTimeout']>, string> = {
  approve: 'it counts as approved',
  reject: 'it counts as rejected',
  fail: 'the step fails',
};

/** How long there is to decide, and what happens then. */
export function Deadline({ approval: { deadline, onTimeout } }: { approval: Approval }) {
  const now = useNow(deadline !== null);
  if (deadline === null) return null;
  const left = Date.parse(deadline) - now;
  return (
    <time dateTime={deadline} title={deadline} className="rounded bg-warn-soft px-1.5 font-medium text-warn">
      {left > 0 ? `${toDurationText(left)} left` : 'time is up'}
      {onTimeout !== undefined && `, then ${AFTER[onTimeout]}`}
    </time>
  );
}
