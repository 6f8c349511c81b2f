import { Download } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { buttonClass } from '@/components/button';
import { FailureNote } from '@/components/error-note';
import { MENU, MENU_ITEM } from '@/components/menu-classes';
import { type ExportFormat, useExport } from '../api/use-export';

const FORMATS: readonly { id: ExportFormat; label: string }[] = [
  { id: 'md', label: 'Markdown, to read' },
  { id: 'json', label: 'JSON, everything' },
];

/** Saves the execution as a file. */
export function ExportMenu({ executionId }: { executionId: string }) {
  const exporting = useExport(executionId);
  return (
    <>
      <DropdownMenu.Root>
        <DropdownMenu.Trigger className={buttonClass('secondary')} disabled={exporting.isPending}>
          <Download aria-hidden className="size-4" /> {exporting.isPending ? 'Reading…' : 'Export'}
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content align="end" sideOffset={4} className={MENU}>
            {FORMATS.map(({ id, label }) => (
              <DropdownMenu.Item key={id} className={MENU_ITEM} onSelect={() => exporting.mutate(id)}>
                {label}
              </DropdownMenu.Item>
            ))}
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      {exporting.error !== null && (
        <div className="w-full">
          <FailureNote title="It was not exported" error={exporting.error} />
        </div>
      )}
    </>
  );
}
