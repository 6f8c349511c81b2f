import type { ReactNode } from 'react';
import { Menu, MenuItem } from '@/components/menu';
import type { ExportFormat } from '../api/use-export';

const FORMATS: readonly { id: ExportFormat; label: string }[] = [
  { id: 'md', label: 'Markdown, to read' },
  { id: 'json', label: 'JSON, everything' },
];

/** The formats to choose from. */
export function ExportItems({ face, onChoose }: { face: ReactNode; onChoose: (format: ExportFormat) => void }) {
  return (
    <Menu face={face}>
      {FORMATS.map(({ id, label }) => (
        <MenuItem key={id} onSelect={() => onChoose(id)}>
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}
