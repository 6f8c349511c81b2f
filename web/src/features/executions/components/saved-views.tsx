import { Bookmark } from 'lucide-react';
import { lazy, useState } from 'react';
import { useSearchParams } from 'react-router';
import { MenuButton } from '@/components/menu-button';
import { loadPart } from '@/lib/load-part';
import { SaveView } from './save-view';

const ViewItems = lazy(() => loadPart(async () => ({ default: (await import('./view-items')).ViewItems })));

/** Filters that were given a name on this device. */
export function SavedViews() {
  const [query] = useSearchParams();
  const [saving, setSaving] = useState(false);
  const face = (
    <>
      <Bookmark aria-hidden className="size-4" /> Views
    </>
  );
  return (
    <>
      <MenuButton face={face}>{(shown) => <ViewItems face={shown} onSave={() => setSaving(true)} />}</MenuButton>
      {saving && <SaveView search={query.toString()} onClose={() => setSaving(false)} />}
    </>
  );
}
