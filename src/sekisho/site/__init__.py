"""The shell: layout, components, home, the public register, refusal pages."""
