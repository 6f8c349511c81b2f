import { GitFork } from 'lucide-react';
import { createContext, memo, useContext } from 'react';
import { toSuperstep } from '../model/to-superstep';

interface ForkPoints {
  supersteps: ReadonlyMap<string, number>;
  pending: boolean;
  fork: (superstep: number) => void;
}

/** Where an execution can be forked; nowhere without a provider. */
export const ForkPoints = createContext<ForkPoints>({ supersteps: new Map(), pending: false, fork: () => undefined });

interface ForkHereProps {
  /** Of the step or turn behind which it forks. */
  stepPath: string;
  /** Where the page has not read it: the superstep that the step has closed. */
  superstep?: number;
  className?: string;
  /** Only the sign shows; `narrow`: where the page is narrow. */
  small?: boolean | 'narrow';
}

/** One click: another execution runs on from behind this step. Nothing is shown before the step has closed a superstep. */
export function ForkHere({ stepPath, superstep: told, className = '', small = false }: ForkHereProps) {
  const { supersteps, pending, fork } = useContext(ForkPoints);
  const superstep = told ?? toSuperstep(supersteps, stepPath);
  if (superstep === null) return null;
  return <ForkButton superstep={superstep} stepPath={stepPath} className={className} small={small} pending={pending} fork={fork} />;
}

interface ForkButtonProps extends Required<ForkHereProps>, Pick<ForkPoints, 'pending' | 'fork'> {}

/** Drawn again only when it is another one: there is one at each of very many steps, and each superstep adds to what they look at. */
const ForkButton = memo(function ForkButton({ superstep, stepPath, className, small, pending, fork }: ForkButtonProps) {
  // What it is called begins with what it says, for those who tell a computer to click it.
  const what = `Fork here, after superstep ${superstep}`;
  return (
    <button
      type="button"
      disabled={pending}
      title={`${what}: a new execution runs on from there, and nothing before it is called again`}
      aria-label={`${what} (${stepPath})`}
      onClick={() => fork(superstep)}
      className={`inline-flex shrink-0 items-center gap-1 rounded text-accent text-xs hover:underline disabled:opacity-50 ${className}`}
    >
      <GitFork aria-hidden className="size-3.5" />
      {small !== true && <span className={small === 'narrow' ? 'max-sm:hidden' : ''}>Fork here</span>}
    </button>
  );
});
