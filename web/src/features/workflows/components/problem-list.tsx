import type { PlacedProblem } from '@/lib/definition-text';

/** What is wrong, each with its line, for those who do not see the marks in the text. */
export function ProblemList({ text, problems }: { text: string; problems: readonly PlacedProblem[] }) {
  return (
    <ul aria-label="Problems" aria-live="polite" className="space-y-1 text-[0.8125rem] text-bad [&:not(:empty)]:mt-3">
      {problems.map(({ from, message }) => {
        const line = text.slice(0, from).split('\n').length;
        return <li key={`${from} ${message}`}>{message.startsWith('Line ') ? message : `Line ${line}: ${message}`}</li>;
      })}
    </ul>
  );
}
