import { EXECUTION_STATUSES } from '../../client';
import { findGroup, readStatuses, STATUS_GROUPS, withStatuses } from '../../web/src/features/executions/model/status-groups';

describe('the filter in the address', () => {
  it('offers every status in one group', () => {
    const offered = STATUS_GROUPS.flatMap(({ statuses }) => statuses);
    expect([...offered].sort()).toEqual([...EXECUTION_STATUSES].sort());
  });

  it('is read back as the group that was chosen', () => {
    for (const group of STATUS_GROUPS) {
      const query = withStatuses(new URLSearchParams('workflowId=w1&status=failed'), group.statuses);
      expect(query.get('workflowId')).toBe('w1');
      expect(findGroup(readStatuses(query))).toBe(group);
    }
  });

  it('passes over statuses that do not exist, and is no group when somebody made their own', () => {
    expect(readStatuses(new URLSearchParams('status=nonsense'))).toEqual([]);
    expect(findGroup(readStatuses(new URLSearchParams('status=running&status=failed')))).toBeNull();
  });
});
