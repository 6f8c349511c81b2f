import type { StepComparison } from '@client';
import { TextDiff } from '@/components/code';
import { FailureNote } from '@/components/error-note';
import { Skeleton } from '@/components/skeleton';
import { useWholeTexts } from '../api/use-whole-texts';
import type { Side } from '../model/differences';

/** Both texts of a step in the editor's own comparison, however long they are. */
export function WholeTexts({ item, ids }: { item: StepComparison; ids: Record<Side, string> }) {
  const { data, error } = useWholeTexts(item, ids);
  if (error !== null) return <FailureNote title="The texts could not be read" error={error} />;
  if (data === undefined) return <Skeleton label="Loading the texts" />;
  return (
    <TextDiff
      before={{ label: `${item.stepPath} in the first`, text: data.before }}
      after={{ label: `${item.stepPath} in the second`, text: data.after }}
    />
  );
}
