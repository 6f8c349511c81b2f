import { type ApprovalView, EMPTY_VIEW, type ExecutionView } from '../../client';
import { toStanding } from '../../web/src/features/agents/model/standing';

const PENDING = { id: 'apr_1', state: 'pending', stepPath: 'agent' } as ApprovalView;
const view = (changes: Partial<ExecutionView>): ExecutionView => ({ ...EMPTY_VIEW, status: 'running', ...changes });

it.each([
  ['while it is at work', view({}), false, null],
  ['when it waits for a person', view({ status: 'waiting', approvals: new Map([['apr_1', PENDING]]) }), false, 'It waits for a decision.'],
  [
    'when it waits for a person, after a word',
    view({ status: 'waiting', approvals: new Map([['apr_1', PENDING]]) }),
    true,
    'It waits for a decision.',
  ],
  ['when somebody has paused it', view({ status: 'paused' }), false, 'Paused.'],
  ['when it does not get on', view({ status: 'attention' }), false, 'Needs attention.'],
  ['when it was cancelled elsewhere', view({ status: 'cancelled' }), false, 'Cancelled.'],
  ['when it was cancelled in the middle of a word', view({ status: 'cancelled' }), true, 'Cancelled.'],
  ['when the answer is an empty text', view({ status: 'completed' }), false, 'It said nothing.'],
  ['when it has answered', view({ status: 'completed' }), true, null],
  ['when it failed, which is told with its reason', view({ status: 'failed', error: { code: 'x', message: 'y' } }), false, null],
])('the playground tells how an execution stands: %s', (_when, given, answered, expected) => {
  expect(toStanding(given, answered)).toBe(expected);
});
