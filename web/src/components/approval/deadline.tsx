import type { Approval } from '@client';
import { TimeLeft } from '../time-left';

const AFTER: Record<NonNullable<Approval['onTimeout']>, string> = {
  approve: 'it counts as approved',
  reject: 'it counts as rejected',
  fail: 'the step fails',
};

/** How long there is to decide, and what happens then. */
export function Deadline({ approval: { deadline, onTimeout } }: { approval: Approval }) {
  if (deadline === null) return null;
  return (
    <span>
      <TimeLeft until={deadline} />
      {onTimeout !== undefined && `, then ${AFTER[onTimeout]}`}
    </span>
  );
}
