import { Bookmark, Trash2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { buttonClass } from '@/components/button';
import { MENU, MENU_ITEM } from '@/components/menu-classes';
import { readViews, removeView } from '../model/saved-views';
import { SaveView } from './save-view';

/** Filters that were given a name on this device. */
export function SavedViews() {
  const [query] = useSearchParams();
  const navigate = useNavigate();
  const [views, setViews] = useState(() => readViews(localStorage));
  const [saving, setSaving] = useState(false);
  const refresh = () => setViews(readViews(localStorage));
  return (
    <>
      <DropdownMenu.Root onOpenChange={(open) => open && refresh()}>
        <DropdownMenu.Trigger className={buttonClass('secondary')}>
          <Bookmark aria-hidden className="size-4" /> Views
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content align="end" sideOffset={4} className={MENU}>
            {views.length === 0 && <p className="px-2 py-1.5 text-ink-faint text-xs">No view is saved yet.</p>}
            {views.map(({ name, search }) => (
              <div key={name} className="flex">
                <DropdownMenu.Item className={MENU_ITEM} onSelect={() => void navigate({ search })}>
                  <span className="truncate">{name}</span>
                </DropdownMenu.Item>
                <DropdownMenu.Item
                  aria-label={`Remove the view “${name}”`}
                  className={`${MENU_ITEM} max-w-fit text-ink-faint`}
                  onSelect={() => {
                    removeView(localStorage, name);
                    refresh();
                  }}
                >
                  <Trash2 aria-hidden className="size-3.5" />
                </DropdownMenu.Item>
              </div>
            ))}
            <DropdownMenu.Separator className="my-1 h-px bg-line" />
            <DropdownMenu.Item className={MENU_ITEM} onSelect={() => setSaving(true)}>
              Save this view…
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      {saving && <SaveView search={query.toString()} onClose={() => setSaving(false)} />}
    </>
  );
}
