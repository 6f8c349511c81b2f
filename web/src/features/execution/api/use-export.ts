import { useCommand } from '@/lib/use-command';
import { toMarkdown } from '../model/export-markdown';
import { readEverything } from './read-everything';

export type ExportFormat = 'json' | 'md';

/** Reads all of an execution and saves it as a file. */
export function useExport(id: string) {
  return useCommand({
    mutationFn: async (format: ExportFormat) => {
      const everything = await readEverything(id);
      const [text, type] =
        format === 'json'
          ? [JSON.stringify(everything, null, 2), 'application/json']
          : [toMarkdown(everything.execution, everything.messages), 'text/markdown'];
      save(`${id}.${format}`, new Blob([text], { type }));
    },
  });
}

function save(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}
