// The platforms that get a package of their own, and what each tool calls them.

const MANYLINUX = ['manylinux_2_28', 'manylinux_2_27', 'manylinux_2_17', 'manylinux2014'];

/**
 * By the names of VS Code. `uv` resolves for the first name, `pip` downloads wheels that have one
 * of the tags; `machines` is what Python's `platform.machine()` says there, in lower case.
 */
export const PLATFORMS = {
  'linux-x64': {
    uv: 'x86_64-manylinux_2_28',
    tags: MANYLINUX.map((tag) => `${tag}_x86_64`),
    machines: ['x86_64'],
  },
  'linux-arm64': {
    uv: 'aarch64-manylinux_2_28',
    tags: MANYLINUX.map((tag) => `${tag}_aarch64`),
    machines: ['aarch64', 'arm64'],
  },
  'alpine-x64': {
    uv: 'x86_64-unknown-linux-musl',
    tags: ['musllinux_1_2_x86_64', 'musllinux_1_1_x86_64'],
    machines: ['x86_64'],
  },
  'darwin-x64': {
    uv: 'x86_64-apple-darwin',
    tags: ['macosx_13_0_x86_64'],
    machines: ['x86_64'],
  },
  'darwin-arm64': {
    uv: 'aarch64-apple-darwin',
    tags: ['macosx_13_0_arm64'],
    machines: ['arm64'],
  },
  'win32-x64': {
    uv: 'x86_64-pc-windows-msvc',
    tags: ['win_amd64'],
    machines: ['amd64', 'x86_64'],
  },
};

/** The Pythons that a package carries wheels for. */
export const PYTHONS = ['3.10', '3.11', '3.12', '3.13', '3.14'];
