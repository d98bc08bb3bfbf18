"""保育所等の入所申込書: pages of a taught form come in, are put together by family, read, and looked at beside their crops.

``rules``     pure: whose a page is, what is missing, what doesn't agree
``reading``   a worker's work: a page's boxes read with the form
``data``      postcodes of the city, dated; a city's own file replaces them
"""
