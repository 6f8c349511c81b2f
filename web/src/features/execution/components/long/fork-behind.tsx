import { useContext } from 'react';
import { FailureNote } from '@/components/error-note';
import { useSuperstepBehind } from '../../api/use-superstep-behind';
import { toSuperstep } from '../../model/to-superstep';
import { ForkHere, ForkPoints } from '../fork-here';

/** The way to fork behind a step of a long execution, of which the page may not have read the superstep. */
export function ForkBehind({ executionId, stepPath }: { executionId: string; stepPath: string }) {
  const { supersteps } = useContext(ForkPoints);
  const isRead = toSuperstep(supersteps, stepPath) !== null;
  const { data, error } = useSuperstepBehind(executionId, stepPath, !isRead);
  if (!isRead && error !== null) return <FailureNote title="Its superstep could not be read" error={error} />;
  return <ForkHere stepPath={stepPath} superstep={isRead ? undefined : (data ?? undefined)} />;
}
