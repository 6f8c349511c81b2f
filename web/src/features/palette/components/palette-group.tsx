import { Command } from 'cmdk';
import { CutText } from '@/components/cut-text';
import type { PaletteAction } from './palette';

export interface PaletteItem extends PaletteAction {
  key: string;
  detail?: string;
}

interface PaletteGroupProps {
  heading: string;
  items: readonly PaletteItem[];
  onChoose: (run: PaletteAction['run']) => void;
}

/** What fits of one kind. */
export function PaletteGroup({ heading, items, onChoose }: PaletteGroupProps) {
  if (items.length === 0) return null;
  return (
    <Command.Group heading={heading}>
      {items.map(({ key, label, detail, icon: Icon, run }) => (
        <Command.Item key={key} value={`${heading} ${key}`} keywords={[label, detail ?? '']} onSelect={() => onChoose(run)}>
          <Icon aria-hidden className="size-4 shrink-0 text-ink-faint" />
          <CutText className="min-w-0 flex-1">{label}</CutText>
          {detail !== undefined && <span className="shrink-0 text-ink-faint text-xs">{detail}</span>}
        </Command.Item>
      ))}
    </Command.Group>
  );
}
