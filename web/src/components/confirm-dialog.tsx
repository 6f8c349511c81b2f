import type { ReactNode } from 'react';
import { Button } from './button';
import { Dialog } from './dialog';

interface ConfirmDialogProps {
  open: boolean;
  title: string;
  children: ReactNode;
  confirmLabel: string;
  dismissLabel: string;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({ open, title, children, confirmLabel, dismissLabel, onConfirm, onClose }: ConfirmDialogProps) {
  if (!open) return null;
  return (
    <Dialog title={title} description={children} onClose={onClose}>
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={onClose}>{dismissLabel}</Button>
        <Button variant="danger" onClick={onConfirm}>
          {confirmLabel}
        </Button>
      </div>
    </Dialog>
  );
}
