import { Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import { Menu, MenuItem, MenuSeparator } from '@/components/menu';
import { readViews, removeView } from '../model/saved-views';

/** The saved views, each with a way to remove it. */
export function ViewItems({ face, onSave }: { face: ReactNode; onSave: () => void }) {
  const navigate = useNavigate();
  return (
    <Menu face={face}>
      <Views onGo={(search) => void navigate({ search })} />
      <MenuSeparator />
      <MenuItem onSelect={onSave}>Save this view…</MenuItem>
    </Menu>
  );
}

/** Read when the menu opens. */
function Views({ onGo }: { onGo: (search: string) => void }) {
  const [views] = useState(() => readViews(localStorage));
  if (views.length === 0) return <p className="px-2 py-1.5 text-ink-faint text-xs">No view is saved yet.</p>;
  return views.map(({ name, search }) => (
    <div key={name} className="flex">
      <MenuItem onSelect={() => onGo(search)}>
        <span className="truncate">{name}</span>
      </MenuItem>
      <MenuItem label={`Remove the view “${name}”`} className="max-w-fit text-ink-faint" onSelect={() => removeView(localStorage, name)}>
        <Trash2 aria-hidden className="size-3.5" />
      </MenuItem>
    </div>
  ));
}
