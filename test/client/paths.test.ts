import { PATHS } from '../../client/paths';
import { ROUTES } from '../../contracts/routes';

it('calls every route by the method and path of the route table', () => {
  const expected = Object.fromEntries(Object.entries(ROUTES).map(([name, { method, path }]) => [name, [method, path]]));
  expect(PATHS).toEqual(expected);
});
