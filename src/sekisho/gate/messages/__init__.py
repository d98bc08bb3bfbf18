"""Messages to staff: noted with what causes them, written and sent by a job, «sent» only when the other side has said so.

``drafts``   rooms say here what a notice becomes: to whom, in which words
``port``     what carries messages: an adapter for each way
``spool``    keeps them in the vault and sends nothing: for trying the product, and before a city has a mail server
``smtp``     hands them to a mail server
``gateway``  hands short messages to a gateway over HTTP
``sending``  the job
"""
