import { restoreBackup } from './backup/restore-backup';
import { runCommand } from './backup/run-command';

/** `npm run restore -- <file>` (docs/backup.md). */
void runCommand('restore', async (folder, file) => {
  const { takenAt, temporal } = await restoreBackup(file, folder);
  const open = temporal ? 'go on' : 'go on if Temporal still knows them, else they end as engine_lost';
  return `${folder.path} is as it was at ${takenAt}. Start the Studio; executions that had not ended ${open}.`;
});
