import { lazy, Suspense, useEffect } from 'react';
import { toActions, toPlaces } from './palette-actions';

const Palette = lazy(async () => ({ default: (await import('@/features/palette')).Palette }));

interface PaletteHostProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** The palette, loaded when it is first wanted: Ctrl K, ⌘K, or the button in the navigation. */
export function PaletteHost({ open, onOpenChange }: PaletteHostProps) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      onOpenChange(!open);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [open, onOpenChange]);
  if (!open) return null;
  return (
    <Suspense>
      <Palette places={toPlaces()} actions={toActions()} onClose={() => onOpenChange(false)} />
    </Suspense>
  );
}
