import { useNavigate, useSearchParams } from 'react-router';
import { Select } from '@/components/select';
import { useWorkflowNames } from '../api/use-workflow-names';
import { PERIODS, withValues } from '../model/filter';
import { SavedViews } from './saved-views';
import { StatusFilter } from './status-filter';
import { TimeRange } from './time-range';

const BETWEEN = 'between';

/** Which executions: by status, workflow and time. All of it is in the address, so back, reload and sharing keep it. */
export function FilterBar({ workflowId }: { workflowId?: string }) {
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const workflows = useWorkflowNames() ?? [];
  const set = (values: Record<string, string>) => void navigate({ search: withValues(query, values).toString() });
  // One that is emptied, or half typed, stays in the address without a value: its field must not go away under the hands.
  const setTimes = (times: Record<string, string>) => {
    const changed = new URLSearchParams(query);
    for (const [name, time] of Object.entries(times)) changed.set(name, time);
    void navigate({ search: changed.toString() }, { replace: true });
  };
  const between = query.has('startedAfter') || query.has('startedBefore');
  const unknown = workflowId !== undefined && !workflows.some(({ id }) => id === workflowId);
  return (
    <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
      <StatusFilter />
      <div className="flex flex-wrap items-center gap-2 lg:ml-auto">
        <Select label="Workflow" value={workflowId ?? ''} onChange={(value) => set({ workflowId: value })}>
          <option value="">All workflows</option>
          {unknown && <option value={workflowId}>{workflowId}</option>}
          {workflows.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        <Select
          label="Time"
          value={between ? BETWEEN : (query.get('since') ?? '')}
          onChange={(value) =>
            set(
              value === BETWEEN
                ? { since: '', startedAfter: new Date(Date.now() - 86_400_000).toISOString(), startedBefore: '' }
                : { since: value, startedAfter: '', startedBefore: '' },
            )
          }
        >
          <option value="">Any time</option>
          {PERIODS.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
          <option value={BETWEEN}>Between…</option>
        </Select>
        <SavedViews />
      </div>
      {between && <TimeRange query={query} onChange={setTimes} />}
    </div>
  );
}
