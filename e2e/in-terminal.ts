import { runProgram } from '../main/testing/run-program.ts'

// Sequences that move the cursor or colour the text (ECMA-48 section 5.4).
// eslint-disable-next-line no-control-regex -- it is made of control characters
const escapes = /\u001b(?:\[[0-9;?]*[A-Za-z]|[()][A-Z0-9]|[=>])/g

/**
 * Runs a command in a terminal of its own and returns the text of its screen. Types `secret` at each question for a password, accepts a
 * certificate in mutt once, sends a message that mutt or s-nail has ready, and leaves mutt and s-nail after they have shown their list. Rejects with the output if
 * the exit code is not in `codes` (0), or after 30 s.
 *
 * SECURITY: the secret is in the environment of the test's own process; it belongs to the lab.
 */
export const runInTerminal = async (
  command: readonly string[],
  options: {
    readonly secret: string
    readonly env: NodeJS.ProcessEnv
    readonly cwd: string
    readonly codes?: readonly number[]
    /** The lines that it types before anything is asked. */
    readonly types?: string
  },
): Promise<string> => {
  const script = `
    set timeout 30
    # mutt asks for what it was told already, and what is typed fills that in as well.
    set agreed 0
    set ready [expr {$env(POSTERN_E2E_TYPES) ne ""}]
    spawn -noecho {*}$argv
    # A program that turns the echo off after its question drops what was typed before.
    proc await_no_echo {} {
      global spawn_out
      for {set tries 0} {$tries < 300} {incr tries} {
        if {![regexp {(^|\\s)echo\\M} [exec stty -a < $spawn_out(slave,name)]]} return
        after 10
      }
    }
    send -- $env(POSTERN_E2E_TYPES)
    expect {
      -nocase -re {pass(word|phrase)[^\\r\\n]*:( |\\x1b[^\\r\\n]*)*$} { await_no_echo; send -- "$env(POSTERN_E2E_SECRET)\\r"; exp_continue }
      -re {accept \\(o\\)nce|\\(o\\)nce} { send o; exp_continue }
      -re {Send this message[^\\r\\n]*\\?} { if {!$agreed} { set agreed 1; send "yes\\r" }; exp_continue }
      -re {y:Send} { set ready 1; send y; exp_continue }
      -re {(To|Subject): } { if {!$ready} { send "\\r" }; exp_continue }
      -re {Msgs:.*threads} { send q; exp_continue }
      -re {\\x1b=\\?( |\\x1b[^\\r\\n]*)*$} { send "exit\\r"; exp_continue }
      -re {SMTP session failed|Error sending message} { exit 3 }
      timeout { exit 124 }
      eof
    }
    exit [lindex [wait] 3]`
  const { code, stdout, stderr } = await runProgram('expect', ['-', ...command], {
    stdin: script,
    env: { ...options.env, POSTERN_E2E_SECRET: options.secret, POSTERN_E2E_TYPES: options.types ?? '' },
    cwd: options.cwd,
    timeoutMs: 40_000,
  })
  if (code === null || !(options.codes ?? [0]).includes(code))
    throw new Error(`${command.join(' ')} gave ${code ?? 'a signal'}: ${stderr}${stdout.replaceAll(escapes, ' ').slice(-1000)}`)
  return stdout
}
