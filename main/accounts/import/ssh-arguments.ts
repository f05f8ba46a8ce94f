import { parseArgs } from 'node:util'

export type SshProgram = 'ssh' | 'autossh' | 'plink'

/** An option of the command line, without its dashes; the destination; or the command for the server. */
export type SshArgument =
  | { readonly kind: 'option'; readonly name: string; readonly value: string | undefined }
  | { readonly kind: 'destination'; readonly value: string }
  /** The command that the server would run, to the end of the line. */
  | { readonly kind: 'command'; readonly words: readonly string[] }

type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly short?: string }>>

const letters = (type: 'string' | 'boolean', names: string): Options =>
  Object.fromEntries([...names.matchAll(/\w/g)].map(([name]) => [name, { type, short: name }]))
const words = (type: 'string' | 'boolean', names: string): Options =>
  Object.fromEntries(names.split(' ').map((name) => [name, { type }]))

const plinkFlags =
  'V pgpfp v ssh telnet rlogin raw serial ssh-connection batch noagent agent no-trivial-auth noshare share ' +
  'sanitise-stderr sanitise-stdout no-sanitise-stderr no-sanitise-stdout no-antispoof logoverwrite logappend shareexists'
const plinkValues = 'load P l proxycmd pwfile pw D L R i hostkey m nc sshlog sshrawlog sercfg'

// The usage of OpenSSH's ssh.c and of PuTTY's plink(1).
const options: Readonly<Record<SshProgram, Options>> = {
  ssh: { ...letters('boolean', '1246AaCfGgKkMNnqsTtVvXxYy'), ...letters('string', 'BbcDEeFIiJLlmOoPpQRSWw') },
  autossh: { ...letters('boolean', '1246AaCfGgKkNnqsTtVvXxYy'), ...letters('string', 'BbcDEeFIiJLlMmOoPpQRSWw') },
  plink: {
    ...letters('boolean', '1246AaCNsTtXx'),
    ...letters('string', 'DLPRilm'),
    ...words('boolean', plinkFlags),
    ...words('string', plinkValues),
  },
}

/** Parses the arguments after the program's name, in order. An option that the program does not have gets no value. */
export const sshArguments = (program: SshProgram, args: readonly string[]): readonly SshArgument[] => {
  const known = options[program]
  // PuTTY's options are words with one dash, which parseArgs would read as a group of letters. With two dashes it reads a word.
  const given = program === 'plink' ? args.map((arg) => (isWordOption(known, arg) ? `-${arg}` : arg)) : [...args]
  const { tokens } = parseArgs({ args: given, options: known, strict: false, allowPositionals: true, tokens: true })
  const found: SshArgument[] = []
  for (const token of tokens) {
    if (token.kind === 'option') found.push({ kind: 'option', name: token.name, value: token.value })
    else if (token.kind === 'positional') {
      // ssh accepts options after the destination, too. From the next word on, the rest is the server's command.
      if (found.some(({ kind }) => kind === 'destination')) return [...found, { kind: 'command', words: args.slice(token.index) }]
      found.push({ kind: 'destination', value: token.value })
    }
  }
  return found
}

const isWordOption = (known: Options, arg: string): boolean => /^-[a-z][a-z-]+$/i.test(arg) && Object.hasOwn(known, arg.slice(1))
