import type { Approval } from '@client';
import { Tag } from '../tag';
import { Timestamp } from '../timestamp';

/** Who else is asked, or will be while nobody decides; nothing when nobody is. */
export function EscalationMark({ approval: { escalation, status } }: { approval: Approval }) {
  if (escalation === undefined) return null;
  const { at, to, escalatedAt } = escalation;
  if (escalatedAt !== undefined) {
    return (
      <Tag tone="bad" title={`Nobody had decided by ${escalatedAt}`}>
        escalated to {to.join(', ')}
      </Tag>
    );
  }
  if (status !== 'pending') return null;
  return (
    <span>
      {to.join(', ')} {to.length === 1 ? 'is' : 'are'} asked too at <Timestamp time={at} />
    </span>
  );
}
