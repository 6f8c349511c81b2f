import { buildAll } from './build-all';

/** `npm run build`, and `npm install` through `prepare`: what `npm start` would else make at its first time. */
buildAll().then(
  () => process.stdout.write('dist/ and web/dist are built\n'),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
