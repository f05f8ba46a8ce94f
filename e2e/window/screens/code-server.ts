import { startSshServer, type SshServer } from '../../../main/testing/ssh-server.ts'

/** A code for which the server waits for an approval in the app, which never arrives. */
export const codeForApproval = '000000'

/** A server that asks for a user number and a code in its own words (RFC 4256), and accepts any other answer but an empty one. */
export const startCodeServer = (): Promise<SshServer> =>
  startSshServer({
    users: [{ name: 'bob' }],
    authenticate: (context) => {
      if (context.method !== 'keyboard-interactive') {
        context.reject(['keyboard-interactive'])
        return
      }
      const prompts = [
        { prompt: 'Customer number: ', echo: true },
        { prompt: 'Code from your phone: ', echo: false },
      ]
      context.prompt(
        prompts,
        'Two-step log-in',
        'The code is shown in the app for 30 seconds. Nobody of the bank ever asks you for it.',
        (answers) => {
          if (answers.at(-1) === codeForApproval)
            context.prompt([], '', 'Approve the log-in in the app on your phone.', () => undefined)
          else if (answers.every((answer) => answer !== '')) context.accept()
          else context.reject()
        },
      )
    },
  })
