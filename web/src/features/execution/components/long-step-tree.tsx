import { FailureNote } from '@/components/error-note';
import { Panel } from '@/components/panel';
import { Skeleton } from '@/components/skeleton';
import { useSteps } from '../api/use-steps';
import { LongStep } from './long-step';

interface LongStepTreeProps {
  executionId: string;
  ended: boolean;
}

/** The steps of an execution that is too long to be read as a whole: counted by the server, opened level by level. */
export function LongStepTree({ executionId, ended }: LongStepTreeProps) {
  return (
    <Panel title="Steps" bodyClassName="px-3 py-2">
      <ol>
        <Level executionId={executionId} parent={null} ended={ended} depth={0} />
      </ol>
    </Panel>
  );
}

interface LevelProps {
  executionId: string;
  parent: string | null;
  ended: boolean;
  depth: number;
}

/** What is directly inside a step. */
export function Level({ executionId, parent, ended, depth }: LevelProps) {
  const { data, error } = useSteps(executionId, parent, !ended);
  return (
    <>
      {error !== null && <FailureNote title="The steps could not be read" error={error} />}
      {data === undefined && error === null && <Skeleton lines={1} label="Loading steps" />}
      {data?.items.map((step) => (
        <LongStep key={step.path} executionId={executionId} step={step} ended={ended} depth={depth} />
      ))}
    </>
  );
}
