import { expect, it } from 'vitest';
import { RestartPolicy } from '../src/client/restart_policy';

const MINUTES = 60_000;

it('waits twice as long after each crash, and gives up after the fifth', () => {
  const policy = new RestartPolicy();
  const delays = [0, 1, 2, 3, 4, 5].map((second) => policy.crashed(second * 1_000));
  expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, null]);
});

it('forgets crashes that are three minutes old', () => {
  const policy = new RestartPolicy();
  for (let crash = 0; crash < 5; crash++) policy.crashed(0);
  expect(policy.crashed(3 * MINUTES)).toBe(500);
});

it('begins anew when somebody starts the server by hand', () => {
  const policy = new RestartPolicy();
  for (let crash = 0; crash < 6; crash++) policy.crashed(0);
  policy.reset();
  expect(policy.crashed(0)).toBe(500);
});
