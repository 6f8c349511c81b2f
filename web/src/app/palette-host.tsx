import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { LongWait } from '@/components/long-wait';
import { loadPart } from '@/lib/load-part';
import { toActions, toPlaces } from './palette-actions';

const Palette = lazy(() => loadPart(async () => ({ default: (await import('@/features/palette')).Palette })));

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
  return open && <OpenPalette onClose={() => onOpenChange(false)} />;
}

function OpenPalette({ onClose }: { onClose: () => void }) {
  const [early, setEarly] = useState('');
  const addKey = useCallback((key: string) => setEarly((typed) => typed + key), []);
  return (
    <Suspense fallback={<EarlyTyping onType={addKey} />}>
      <Palette places={toPlaces()} actions={toActions()} onClose={onClose} typed={early} />
    </Suspense>
  );
}

/** Takes what is typed while the palette is being loaded; the focus stays, for the palette gives it back when it closes. */
function EarlyTyping({ onType }: { onType: (key: string) => void }) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.length > 1 || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      onType(event.key);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onType]);
  return <LongWait />;
}
