import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

/** Keeps the window's place until it comes: the tunnels run from the command line. */
const Placeholder = () => (
  <main>
    <h1>Postern</h1>
    <p lang="en">The window comes next. Until then, Postern runs from the command line: postern --help</p>
    <p lang="nl">Het venster komt hierna. Tot dan werkt Postern vanaf de opdrachtregel: postern --help</p>
  </main>
)

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <Placeholder />
    </StrictMode>,
  )
