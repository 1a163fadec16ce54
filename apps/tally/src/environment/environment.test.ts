import assert from 'node:assert/strict';
import { userInfo } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { dataFolder, personalFolder } from './folders.ts';
import { readEnvironment } from './read-environment.ts';

test('a variable that is set to nothing is not set, and any other is as it is', () => {
  const variables = { TALLY_DATA: '', HOME: '', TALLY_PORT: '8080', TALLY_PASSPHRASE: ' ' };
  assert.deepEqual(readEnvironment(variables), { TALLY_PORT: '8080', TALLY_PASSPHRASE: ' ' });
});

test('what is read from the process is its environment', () => {
  assert.equal(readEnvironment()['PATH'], process.env['PATH']);
});

test('the data folder is absolute, whatever names it', () => {
  assert.equal(dataFolder({ TALLY_DATA: '/srv/tally' }), '/srv/tally');
  assert.equal(dataFolder({ TALLY_DATA: 'here' }), path.resolve('here'));
  assert.equal(dataFolder({}), path.resolve('data'));
  assert.equal(dataFolder({}, 'data/platform'), path.resolve('data/platform'));
});

test('the personal folder is in HOME, otherwise in the home folder that the system knows', () => {
  assert.equal(personalFolder({ HOME: '/home-of-ada' }), '/home-of-ada/.tallystick');
  assert.equal(personalFolder({}), path.join(userInfo().homedir, '.tallystick'));
});

test('a home that is relative is refused and not looked for in the working folder', () => {
  assert.throws(() => personalFolder({ HOME: '.' }), { code: 'arguments_wrong', message: /no home folder/ });
});
