"""The bare hello of FastAPI that the gateway with a function behind it is compared with."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/hello")
async def hello():
    return {"message": "Hello World"}
