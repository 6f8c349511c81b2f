import type { ExecutionView } from '@client';
import { Bell } from 'lucide-react';
import { toCountText } from '@/lib/format';
import { findStepPath } from '../../model/find-step-path';
import { StepLink } from '../step-link';

/** What the execution waits for from people, one click away from where it is shown; nothing when it waits for nothing. */
export function WaitingNote({ view }: { view: ExecutionView }) {
  const approvals = [...view.approvals.values()].filter(({ state }) => state === 'pending');
  const events = [...view.steps.values()].filter(({ state, waits }) => state === 'running' && waits?.event !== undefined);
  const [approval] = approvals;
  if (approval === undefined && events.length === 0) return null;
  return (
    <p className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-1 rounded-md bg-warn-soft px-3 py-2 text-[0.8125rem]">
      <Bell aria-hidden className="size-4 shrink-0 text-warn" />
      {approval !== undefined && (
        <StepLink path={findStepPath(view.steps, approval.stepPath)} className="rounded font-medium underline underline-offset-2">
          Waits for {approvals.length === 1 ? 'a decision' : toCountText(approvals.length, 'decision')}
        </StepLink>
      )}
      {events.map(({ path, waits }) => (
        <StepLink key={path} path={path} title={waits?.event} className="cut max-w-full rounded font-medium underline underline-offset-2">
          Waits for the event {waits?.event}
        </StepLink>
      ))}
    </p>
  );
}
