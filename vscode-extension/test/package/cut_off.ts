import { networkInterfaces } from 'node:os';

/** Nothing can be fetched through these, where the network is not cut off altogether. */
export const CUT_OFF = {
  PATH: '/usr/bin:/bin',
  HTTPS_PROXY: 'http://127.0.0.1:9',
  HTTP_PROXY: 'http://127.0.0.1:9',
  PIP_NO_INDEX: '1',
};

const isCutOff = Object.keys(networkInterfaces()).every((name) => name === 'lo');

/** For the names of tests: how sure it is that nothing was fetched. */
export const THE_NETWORK = `the network ${isCutOff ? 'cut off' : 'unused'}`;
