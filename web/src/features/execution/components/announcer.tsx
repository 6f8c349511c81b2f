import type { ExecutionStatus, ExecutionView } from '@client';
import { toStatusLabel } from '@/components/status-badge';
import { toAnnouncement } from '../model/announcement';

/** Tells people who do not see the page what has happened: whole messages and states, never pieces of text. */
export function Announcer({ view, status }: { view: ExecutionView; status: ExecutionStatus }) {
  return (
    <div className="sr-only">
      <p role="status">{toStatusLabel(status)}</p>
      <p role="status">{toAnnouncement(view)}</p>
    </div>
  );
}
