import { Download } from 'lucide-react';
import { lazy } from 'react';
import { FailureNote } from '@/components/error-note';
import { MenuButton } from '@/components/menu-button';
import { loadPart } from '@/lib/load-part';
import { useExport } from '../api/use-export';

const ExportItems = lazy(() => loadPart(async () => ({ default: (await import('./export-items')).ExportItems })));

/** Saves the execution as a file. */
export function ExportMenu({ executionId }: { executionId: string }) {
  const exporting = useExport(executionId);
  const face = (
    <>
      <Download aria-hidden className="size-4" /> {exporting.isPending ? 'Reading…' : 'Export'}
    </>
  );
  return (
    <>
      <MenuButton face={face} disabled={exporting.isPending}>
        {(shown) => <ExportItems face={shown} onChoose={(format) => exporting.mutate(format)} />}
      </MenuButton>
      {exporting.error !== null && (
        <div className="w-full">
          <FailureNote title="It was not exported" error={exporting.error} />
        </div>
      )}
    </>
  );
}
